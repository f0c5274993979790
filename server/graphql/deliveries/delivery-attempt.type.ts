import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ATTEMPT_KINDS, ATTEMPT_STATUSES, type AttemptKind as Kind, type AttemptStatus as Status } from '../../domain/delivery.ts';
import { FAILURE_CODES, type FailureCode } from '../../domain/outcome.ts';
import { enumOf } from '../enums.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf, ResultCount } from '../page.type.ts';
import { Cursor, DateTime, JSONValue } from '../scalars.ts';
import { Delivery } from './delivery.type.ts';
import { HttpRequestRecord, HttpResponseRecord, SignatureRecord } from './http-record.type.ts';

export const AttemptStatus = enumOf(ATTEMPT_STATUSES);
export const AttemptKind = enumOf(ATTEMPT_KINDS);
export const DeliveryFailureCode = enumOf(FAILURE_CODES);

registerEnumType(AttemptStatus, {
  name: 'AttemptStatus',
  description: 'Result of an attempt.',
  valuesConfig: {
    IN_PROGRESS: { description: 'Running. Reserved: an attempt is written, and shown, when its result is known.' },
    SUCCEEDED: { description: '2xx.' },
    FAILED: { description: 'Anything else.' },
  },
});
registerEnumType(AttemptKind, {
  name: 'AttemptKind',
  description: 'Why an attempt was made.',
  valuesConfig: {
    INITIAL: { description: 'First attempt.' },
    RETRY: { description: 'Planned retry.' },
    MANUAL: { description: 'Asked for by hand.' },
  },
});
registerEnumType(DeliveryFailureCode, {
  name: 'DeliveryFailureCode',
  description: 'Why an attempt failed.',
  valuesConfig: {
    HTTP_REDIRECT: { description: 'Response 3xx: redirects are not followed.' },
    HTTP_CLIENT_ERROR: { description: 'Response 4xx.' },
    HTTP_GONE: { description: 'Response 410.' },
    HTTP_RATE_LIMITED: { description: 'Response 429.' },
    HTTP_SERVER_ERROR: { description: 'Response 5xx.' },
    CONNECT_TIMEOUT: { description: 'No connection in time.' },
    RESPONSE_TIMEOUT: { description: 'No complete response in time.' },
    DNS_FAILURE: { description: 'The host does not resolve.' },
    CONNECTION_REFUSED: { description: 'Connection refused.' },
    CONNECTION_RESET: { description: 'Connection closed early.' },
    TLS_FAILURE: { description: 'Certificate or TLS failure.' },
    URL_BLOCKED: { description: 'Refused by the egress policy.' },
    PROTOCOL_ERROR: { description: 'The answer is not HTTP or breaks its rules.' },
    CIRCUIT_OPEN: { description: 'The circuit breaker was open.' },
    INTERNAL: { description: 'A fault of ours.' },
    SECRET_UNREADABLE: { description: 'Nothing was sent, for a secret or key that the request needs cannot be read.' },
    OUTCOME_UNKNOWN: { description: 'Our server stopped during the attempt: the request may or may not have arrived.' },
  },
});

@ObjectType({ description: 'Phases of an attempt in ms.', simpleResolvers: true })
export class AttemptTiming {
  @Field(() => Int, { description: 'Waiting in our queue after it was due.' }) queueMs!: number;
  @Field(() => Int, { nullable: true, description: 'Name resolution.' }) dnsMs!: number | null;
  @Field(() => Int, { nullable: true, description: 'TCP connect.' }) connectMs!: number | null;
  @Field(() => Int, { nullable: true, description: 'TLS handshake.' }) tlsMs!: number | null;
  @Field(() => Int, { nullable: true, description: 'First byte after the request was sent.' }) firstByteMs!: number | null;
  @Field(() => Int, { nullable: true, description: 'Reading the response.' }) downloadMs!: number | null;
}

@ObjectType({ description: 'Why an attempt failed, for people.', simpleResolvers: true })
export class AttemptFailure {
  @Field(() => DeliveryFailureCode, { description: 'Code.' }) code!: FailureCode;
  @Field(() => String, { description: 'What happened, in one sentence.' }) message!: string;
  @Field(() => String, { description: 'What to do about it.' }) remedy!: string;
  @Field(() => Boolean, { description: 'A retry can help.' }) isRetryable!: boolean;
  @Field(() => JSONValue, { nullable: true, description: 'TLS, DNS or socket details.' }) detail!: unknown;
}

@ObjectType({ implements: Node, description: 'One HTTP request to one webhook.', simpleResolvers: true })
export class DeliveryAttempt implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => Delivery, { description: 'Delivery.' }) delivery!: Delivery;
  @Field(() => Int, { description: 'Number from 1; `X-Webhook-Attempt` on the wire.' }) number!: number;
  @Field(() => AttemptKind, { description: 'Cause.' }) kind!: Kind;
  @Field(() => AttemptStatus, { description: 'Result.' }) status!: Status;
  @Field(() => DateTime, { description: 'Start.' }) startedAt!: number;
  @Field(() => DateTime, { nullable: true, description: 'End.' }) completedAt!: number | null;
  @Field(() => Int, { nullable: true, description: 'Duration in ms.' }) durationMs!: number | null;
  @Field(() => Int, { nullable: true, description: 'HTTP status, for lists.' }) statusCode!: number | null;
  @Field(() => HttpRequestRecord, { description: 'What was sent.' }) request!: HttpRequestRecord;
  @Field(() => HttpResponseRecord, { nullable: true, description: 'What came back; null without a response.' }) response!: HttpResponseRecord | null;
  @Field(() => AttemptTiming, { nullable: true, description: 'Phases of the exchange.' }) timing!: AttemptTiming | null;
  @Field(() => AttemptFailure, { nullable: true, description: 'Failure; null on success.' }) failure!: AttemptFailure | null;
  @Field(() => [SignatureRecord], { description: 'Everything needed to check the signatures by hand.' }) signatures!: SignatureRecord[];
  @Field(() => String, { nullable: true, description: 'Server that made the request.' }) worker!: string | null;
  @Field(() => String, { nullable: true, description: 'Address used.' }) remoteAddress!: string | null;
  @Field(() => Int, { description: 'Grows with every change; drop stream items that are not newer.' }) revision!: number;
}

@ObjectType({ description: 'An attempt in a page.', simpleResolvers: true })
export class DeliveryAttemptEdge extends EdgeOf(() => DeliveryAttempt) {}

@ObjectType({ description: 'A page of attempts.', simpleResolvers: true })
export class DeliveryAttemptConnection extends ConnectionOf(() => DeliveryAttempt, () => DeliveryAttemptEdge) {
  @Field(() => ResultCount, { description: 'All matching attempts.' }) count!: ResultCount;
  @Field(() => Cursor, {
    description: 'Taken before the page was read: pass as `after` to `Subscription.deliveryAttempts` to miss nothing.',
  })
  streamCursor!: string;
}
