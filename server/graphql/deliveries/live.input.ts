import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Cursor } from '../scalars.ts';
import { DeliveryAttemptFilter } from './delivery.input.ts';
import { LagPolicy } from './live.type.ts';

@ArgsType()
export class DeliveryAttemptsStreamArgs {
  @Field(() => Cursor, {
    nullable: true, description: "Resume after this cursor, e.g. `streamCursor` of a page or the last message's `cursor`.",
  })
  after?: string | null;
  @Field(() => DeliveryAttemptFilter, { nullable: true, description: 'Filter, the same as of the list.' }) filter?: DeliveryAttemptFilter | null;
  @Field(() => Int, { defaultValue: 0, description: 'First send this many of the newest matching attempts, 0–200. Ignored with `after`.' })
  snapshot!: number;
  @Field(() => Int, { defaultValue: 100, description: 'Most attempts per message, 1–200.' }) batchSize!: number;
  @Field(() => Int, {
    defaultValue: 100, description: 'Least time between messages in ms, 50–5000; attempts in between are put together.',
  })
  minIntervalMs!: number;
  @Field(() => LagPolicy, {
    defaultValue: LagPolicy.SKIP, description: 'What to do when this client is more than 5,000 changes behind.',
  })
  onLag!: keyof typeof LagPolicy;
}

@ArgsType()
export class DeliveryStreamArgs {
  @Field(() => ID, { description: 'Delivery.' }) id!: string;
  @Field(() => Cursor, { nullable: true, description: 'Resume after.' }) after?: string | null;
}
