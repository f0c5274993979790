import { Field, ObjectType } from 'type-graphql';
import type { SignatureScheme as Scheme } from '../../domain/signing/scheme.ts';
import { SignatureScheme } from './signature-scheme.type.ts';

@ObjectType({ description: 'A code example.', simpleResolvers: true })
export class CodeSnippet {
  @Field(() => String, { description: 'Language key, e.g. `node`, `python`, `csharp`.' }) language!: string;
  @Field(() => String, { description: 'Tab title.' }) title!: string;
  @Field(() => SignatureScheme, { description: 'Signature scheme it verifies.' }) scheme!: Scheme;
  @Field(() => String, { description: 'Source code.' }) code!: string;
}
