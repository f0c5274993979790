import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { SignatureScheme as Scheme } from '../../domain/signing/scheme.ts';
import { enumOf } from '../enums.ts';
import { UInt64, URI } from '../scalars.ts';
import { SignatureScheme } from '../webhooks/signature-scheme.type.ts';

export const ContentUnavailableReason = enumOf(['EXPIRED', 'FORBIDDEN', 'TRUNCATED', 'EXPUNGED']);
export type ContentUnavailableReason = keyof typeof ContentUnavailableReason;

registerEnumType(ContentUnavailableReason, {
  name: 'ContentUnavailableReason',
  description: 'Why stored content is not returned.',
  valuesConfig: {
    EXPIRED: { description: 'Past retention.' },
    FORBIDDEN: { description: "The caller's role may not see it." },
    TRUNCATED: { description: 'Larger than the stored limit.' },
    EXPUNGED: { description: 'Removed on request.' },
  },
});

@ObjectType({ description: 'An HTTP header.', simpleResolvers: true })
export class HttpHeader {
  @Field(() => String, { description: 'Name as sent.' }) name!: string;
  @Field(() => String, { description: 'Value, or a mask.' }) value!: string;
  @Field(() => Boolean, { description: 'The value is masked.' }) isMasked!: boolean;
}

@ObjectType({ description: 'A sent HTTP request.', simpleResolvers: true })
export class HttpRequestRecord {
  @Field(() => String, { description: 'Method.' }) method!: string;
  @Field(() => URI, { description: 'URL.' }) url!: string;
  @Field(() => [HttpHeader], { description: 'Headers in sending order; secrets masked.' }) headers!: HttpHeader[];
  @Field(() => String, { nullable: true, description: 'Exact body; null when unavailable.' }) body!: string | null;
  @Field(() => ContentUnavailableReason, { nullable: true, description: 'Why `body` is null.' })
  bodyUnavailableReason!: ContentUnavailableReason | null;
  @Field(() => UInt64, { description: 'Body size in bytes.' }) bodySize!: number;
  @Field(() => String, { description: 'SHA-256 of the body, hex; empty when the body is unavailable.' }) bodySha256!: string;
  @Field(() => String, { description: 'Ready-to-paste curl command; signature headers included, secret header values masked.' }) curl!: string;
}

@ObjectType({ description: 'A received HTTP response.', simpleResolvers: true })
export class HttpResponseRecord {
  @Field(() => Int, { description: 'HTTP status.' }) statusCode!: number;
  @Field(() => String, { nullable: true, description: 'Reason phrase.' }) reason!: string | null;
  @Field(() => String, { description: 'HTTP version.' }) httpVersion!: string;
  @Field(() => [HttpHeader], { description: 'Headers; cookies and credentials masked.' }) headers!: HttpHeader[];
  @Field(() => String, { nullable: true, description: 'Stored part of the body as text; null when unavailable or binary.' }) body!: string | null;
  @Field(() => ContentUnavailableReason, { nullable: true, description: 'Why `body` is null or cut.' })
  bodyUnavailableReason!: ContentUnavailableReason | null;
  @Field(() => String, { nullable: true, description: 'Content type.' }) contentType!: string | null;
  @Field(() => UInt64, { description: 'Received size in bytes.' }) bodySize!: number;
  @Field(() => Boolean, { description: 'Only the first part is stored.' }) isTruncated!: boolean;
}

@ObjectType({ description: 'A signature as sent.', simpleResolvers: true })
export class SignatureRecord {
  @Field(() => SignatureScheme, { description: 'Scheme.' }) scheme!: Scheme;
  @Field(() => String, { description: 'Header that carries it.' }) header!: string;
  @Field(() => String, { description: 'Header value.' }) value!: string;
  @Field(() => String, { description: 'Secret or key id.' }) keyId!: string;
  @Field(() => String, { nullable: true, description: 'Exactly what was signed, when it is not just the body, e.g. `id.timestamp.`.' })
  signedPrefix!: string | null;
}
