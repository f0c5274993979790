import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { WRITE_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { WebhookUrlCheckInput, WebhookUrlCheckPayload } from './url-check.type.ts';

@Resolver()
export class UrlCheckResolver {
  @Mutation(() => WebhookUrlCheckPayload, { description: 'Check a URL before saving: https, name, address policy, TLS. Sends no event.' })
  @Access(WRITE_WEBHOOKS)
  webhookUrlCheck(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookUrlCheckInput, { description: 'Input.' }) { url }: WebhookUrlCheckInput) {
    return orUserErrors(async () => ({ check: await context.deps.urlChecker.check(viewerOf(context), url) }));
  }
}
