import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { previewDelivery } from '../../commands/preview-delivery.ts';
import { sendSample } from '../../commands/send-sample.ts';
import { isAllowed, READ_WEBHOOKS, WRITE_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { shownRequest } from '../deliveries/http-record.ts';
import { orUserErrors } from '../errors.ts';
import { DeliveryPreview, DeliveryPreviewInput, WebhookSampleSendInput, WebhookSampleSendPayload } from './sample.type.ts';

@Resolver()
export class SampleResolver {
  @Query(() => DeliveryPreview, { description: 'What a webhook would send, without sending it.' })
  @Access(READ_WEBHOOKS)
  deliveryPreview(@Ctx() context: GraphqlContext, @Arg('input', () => DeliveryPreviewInput, { description: 'Request.' }) input: DeliveryPreviewInput) {
    return orUserErrors(async () => {
      const { url, request } = await previewDelivery(context.deps, viewerOf(context), input, isAllowed(context, WRITE_WEBHOOKS));
      return { request: shownRequest(url, request) };
    });
  }

  @Mutation(() => WebhookSampleSendPayload, { description: 'Send an example event of any type to one webhook. Its body says that it is a sample.' })
  @Access(WRITE_WEBHOOKS)
  webhookSampleSend(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookSampleSendInput, { description: 'Input.' }) input: WebhookSampleSendInput) {
    return orUserErrors(async () => ({ delivery: await sendSample(context.deps, viewerOf(context), input) }));
  }
}
