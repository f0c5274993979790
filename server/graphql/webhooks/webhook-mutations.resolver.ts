import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeWebhook } from '../../commands/change-webhook.ts';
import { createWebhookOnce } from '../../commands/create-webhook-once.ts';
import { deleteWebhook } from '../../commands/delete-webhook.ts';
import { expireSecret } from '../../commands/expire-secret.ts';
import { restoreWebhook } from '../../commands/restore-webhook.ts';
import { revealSecret } from '../../commands/reveal-secret.ts';
import { rotateSecret } from '../../commands/rotate-secret.ts';
import { sendTest } from '../../commands/send-test.ts';
import { switchWebhooks } from '../../commands/switch-webhooks.ts';
import { REVEAL_SECRETS, WRITE_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { requestKey } from '../request-key.ts';
import { toChange, toCreation } from './webhook-input.ts';
import {
  WebhookCreateInput, WebhookDeleteInput, WebhookRestoreInput, WebhooksActivateInput, WebhooksDeactivateInput, WebhookSecretExpireInput, WebhookSecretRevealInput,
  WebhookSecretRotateInput, WebhookTestInput, WebhookUpdateInput,
} from './webhook.input.ts';
import {
  WebhookCreatePayload, WebhookDeletePayload, WebhookRestorePayload, WebhooksActivatePayload, WebhooksDeactivatePayload, WebhookSecretExpirePayload, WebhookSecretRevealPayload,
  WebhookSecretRotatePayload, WebhookTestPayload, WebhookUpdatePayload,
} from './webhook-payload.type.ts';

const INPUT = { description: 'Input.' };

@Resolver()
export class WebhookMutationsResolver {
  @Mutation(() => WebhookCreatePayload, { description: 'Create a webhook. The signing secret is returned once, here.' })
  @Access(WRITE_WEBHOOKS)
  async webhookCreate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookCreateInput, INPUT) input: WebhookCreateInput) {
    const created = await orUserErrors(async () => (
      createWebhookOnce(context.deps, viewerOf(context), { input: toCreation(input), idempotencyKey: requestKey(context, input.idempotencyKey) })
    ));
    return { isIdempotentReplay: false, ...created };
  }

  @Mutation(() => WebhookUpdatePayload, { description: 'Change a webhook. Omitted fields stay; null clears.' })
  @Access(WRITE_WEBHOOKS)
  webhookUpdate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookUpdateInput, INPUT) input: WebhookUpdateInput) {
    return orUserErrors(async () => ({ webhook: await changeWebhook(context.deps, viewerOf(context), toChange(input)) }));
  }

  @Mutation(() => WebhookDeletePayload, { description: 'Delete a webhook; restorable for 30 days. Waiting deliveries are cancelled.' })
  @Access(WRITE_WEBHOOKS)
  async webhookDelete(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookDeleteInput, INPUT) { id }: WebhookDeleteInput) {
    const { id: deletedWebhookId = null, ...deleted } = await orUserErrors(() => deleteWebhook(context.deps, viewerOf(context), id));
    return { cancelledDeliveries: 0, ...deleted, deletedWebhookId };
  }

  @Mutation(() => WebhookRestorePayload, { description: 'Undo a deletion. What it cancelled stays cancelled.' })
  @Access(WRITE_WEBHOOKS)
  webhookRestore(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookRestoreInput, INPUT) { id }: WebhookRestoreInput) {
    return orUserErrors(async () => ({ webhook: await restoreWebhook(context.deps, viewerOf(context), id) }));
  }

  @Mutation(() => WebhooksActivatePayload, { description: 'Switch webhooks on. Also closes their circuit breaker.' })
  @Access(WRITE_WEBHOOKS)
  webhooksActivate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhooksActivateInput, INPUT) { ids }: WebhooksActivateInput) {
    return switched(context, ids, true);
  }

  @Mutation(() => WebhooksDeactivatePayload, { description: 'Switch webhooks off.' })
  @Access(WRITE_WEBHOOKS)
  webhooksDeactivate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhooksDeactivateInput, INPUT) { ids }: WebhooksDeactivateInput) {
    return switched(context, ids, false);
  }

  @Mutation(() => WebhookSecretRotatePayload, { description: 'Make a new signing secret. The old one also signs until the overlap ends.' })
  @Access(WRITE_WEBHOOKS)
  webhookSecretRotate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookSecretRotateInput, INPUT) input: WebhookSecretRotateInput) {
    const { id, overlap = null, signingSecret = null } = input;
    return orUserErrors(() => rotateSecret(context.deps, viewerOf(context), { id, overlapMs: overlap, signingSecret }));
  }

  @Mutation(() => WebhookSecretRevealPayload, { description: 'Show a signing secret. Audited. A mutation, so that it is never cached or prefetched.' })
  @Access(REVEAL_SECRETS)
  webhookSecretReveal(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookSecretRevealInput, INPUT) { id, secretId = null }: WebhookSecretRevealInput) {
    return orUserErrors(async () => ({ signingSecret: await revealSecret(context.deps, viewerOf(context), { id, secretId }) }));
  }

  @Mutation(() => WebhookSecretExpirePayload, { description: 'End the overlap of a replaced secret now.' })
  @Access(WRITE_WEBHOOKS)
  webhookSecretExpire(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookSecretExpireInput, INPUT) input: WebhookSecretExpireInput) {
    return orUserErrors(async () => ({ webhook: await expireSecret(context.deps, viewerOf(context), input) }));
  }

  @Mutation(() => WebhookTestPayload, {
    description: 'Call the webhook with a new test event: empty payload, resource id = webhook id, signed, never retried.',
  })
  @Access(WRITE_WEBHOOKS)
  webhookTest(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookTestInput, INPUT) { id }: WebhookTestInput) {
    return orUserErrors(async () => ({ delivery: await sendTest(context.deps, viewerOf(context), id) }));
  }
}

async function switched(context: GraphqlContext, ids: readonly string[], isActive: boolean) {
  const { webhooks = [], userErrors } = await orUserErrors(async () => ({
    webhooks: await switchWebhooks(context.deps, viewerOf(context), { ids, isActive }),
  }));
  return { webhooks, userErrors };
}
