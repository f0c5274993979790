import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { WEBHOOK_CHANGE_KINDS, type WebhookChangeKind as Kind } from '../../domain/webhook-change.ts';
import { StreamGap } from '../deliveries/live.type.ts';
import { enumOf } from '../enums.ts';
import { Cursor } from '../scalars.ts';
import { Webhook } from './webhook.type.ts';

export const WebhookChangeKind = enumOf(WEBHOOK_CHANGE_KINDS);

registerEnumType(WebhookChangeKind, {
  name: 'WebhookChangeKind',
  description: 'What happened to a webhook.',
  valuesConfig: {
    CREATED: { description: 'Created or restored.' },
    UPDATED: { description: 'Changed, by somebody or because it was switched off.' },
    DELETED: { description: 'Deleted.' },
    HEALTH: { description: 'Health of the last 24 h or circuit changed.' },
  },
});

@ObjectType({ description: 'A change of a webhook.', simpleResolvers: true })
export class WebhookChange {
  @Field(() => WebhookChangeKind, { description: 'Kind.' }) kind!: Kind;
  @Field(() => ID, { description: 'Id.' }) webhookId!: string;
  @Field(() => Webhook, { nullable: true, description: 'Webhook as it is now; null when deleted (without `includeDeleted`) or no longer matching the filter.' })
  webhook!: Webhook | null;
}

@ObjectType({ description: 'A message of the webhook stream.', simpleResolvers: true })
export class WebhookChangeBatch {
  @Field(() => Cursor, { description: 'Resume here.' }) cursor!: string;
  @Field(() => [WebhookChange], { description: 'Changes; empty in the first message and in a heartbeat, sent after 15 s of silence.' })
  changes!: WebhookChange[];
  @Field(() => StreamGap, { nullable: true, description: 'What was left out just before this message.' }) gap!: StreamGap | null;
}
