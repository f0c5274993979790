import { Args, ArgsType, Ctx, Field, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { readWebhookCursor, type WebhookNewsBatch } from '../../live/webhook-log.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, requireAccess } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { badInput } from '../errors.ts';
import { renewLoaders } from '../loaders.ts';
import { Cursor } from '../scalars.ts';
import { WebhookChangeBatch } from './webhook-changes.type.ts';
import { WebhookFilter } from './webhook.input.ts';
import { webhookQuestion } from './webhook-question.ts';

@ArgsType()
class WebhookChangesArgs {
  @Field(() => Cursor, { nullable: true, description: "Resume after this cursor: `streamCursor` of a page or the last message's `cursor`; now when omitted." })
  after?: string | null;
  @Field(() => WebhookFilter, { nullable: true, description: 'Filter, the same as of the list.' }) filter?: WebhookFilter | null;
}

@Resolver()
export class WebhookChangesResolver {
  @Subscription(() => WebhookChangeBatch, { description: 'Webhooks created, changed, deleted or changing health.', subscribe: followWebhooks })
  @Access(READ_WEBHOOKS)
  webhookChanges(
    @Root() batch: WebhookNewsBatch, @Ctx() context: GraphqlContext, @Args(() => WebhookChangesArgs) _args: WebhookChangesArgs,
  ): WebhookChangeBatch {
    renewLoaders(context);
    return batch as unknown as WebhookChangeBatch;
  }
}

function followWebhooks({ args, context }: SubscribeResolverData<unknown, WebhookChangesArgs, GraphqlContext>): AsyncIterable<WebhookNewsBatch> {
  const scope = requireAccess(context, READ_WEBHOOKS);
  const after = args.after ? readWebhookCursor(args.after, scope) : null;
  if (args.after && after === null) throw badInput('The cursor does not belong to this stream.');
  return context.webhookLog.follow({ scope, after, ...webhookQuestion(args.filter, context.deps.clock()) });
}
