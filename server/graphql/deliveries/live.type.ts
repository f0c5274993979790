import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.ts';
import { Cursor, DateTime } from '../scalars.ts';
import { DeliveryAttempt } from './delivery-attempt.type.ts';
import { Delivery } from './delivery.type.ts';

export const LagPolicy = enumOf(['SKIP', 'CATCH_UP']);
export const StreamPhase = enumOf(['SNAPSHOT', 'BACKLOG', 'LIVE']);
export const StreamGapReason = enumOf(['LAG', 'CURSOR_EXPIRED']);

registerEnumType(LagPolicy, {
  name: 'LagPolicy',
  description: 'What to do with a client that is too far behind.',
  valuesConfig: {
    SKIP: { description: 'Jump to now and report the gap.' },
    CATCH_UP: { description: 'Send everything, however long it takes.' },
  },
});
registerEnumType(StreamPhase, {
  name: 'StreamPhase',
  description: 'Where a stream is.',
  valuesConfig: {
    SNAPSHOT: { description: 'Items of `snapshot`.' },
    BACKLOG: { description: 'Items between `after` and now.' },
    LIVE: { description: 'Items as they happen.' },
  },
});
registerEnumType(StreamGapReason, {
  name: 'StreamGapReason',
  description: 'Why changes were left out.',
  valuesConfig: {
    LAG: { description: 'The client was too slow and asked to skip.' },
    CURSOR_EXPIRED: { description: '`after` is older than the change log.' },
  },
});

@ObjectType({ description: 'Changes that were left out.', simpleResolvers: true })
export class StreamGap {
  @Field(() => Cursor, { description: 'Cursor before the first change left out.' }) from!: string;
  @Field(() => Cursor, { description: 'Cursor of the last change left out.' }) to!: string;
  @Field(() => Int, { description: 'Changes left out.' }) count!: number;
  @Field(() => StreamGapReason, { description: 'Why.' }) reason!: keyof typeof StreamGapReason;
}

@ObjectType({ description: 'A message of the attempts stream.', simpleResolvers: true })
export class DeliveryAttemptBatch {
  @Field(() => Cursor, { description: 'Resume here.' }) cursor!: string;
  @Field(() => StreamPhase, { description: 'Phase.' }) phase!: keyof typeof StreamPhase;
  @Field(() => [DeliveryAttempt], {
    description: 'Attempts, oldest change first; empty in the first message and in a heartbeat, sent after 15 s of silence.',
  })
  attempts!: DeliveryAttempt[];
  @Field(() => StreamGap, { nullable: true, description: 'What was left out just before this message.' }) gap!: StreamGap | null;
  @Field(() => DateTime, { description: 'Server clock, for ages.' }) serverTime!: number;
}

@ObjectType({ description: 'A message of the delivery stream.', simpleResolvers: true })
export class DeliveryUpdate {
  @Field(() => Cursor, { description: 'Resume here.' }) cursor!: string;
  @Field(() => Delivery, { description: 'Delivery as it is now.' }) delivery!: Delivery;
  @Field(() => Boolean, { description: 'No more messages follow.' }) isFinal!: boolean;
}
