import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { previewFilter } from '../../commands/preview-filter.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { ContentFilterPreview, ContentFilterPreviewInput } from './content-filter.type.ts';

/** What GraphQL's Int can hold. */
const MAX_INT = 2 ** 31 - 1;

@Resolver()
export class ContentFilterResolver {
  @Query(() => ContentFilterPreview, { description: 'What a content filter would do with an event, without saving it.' })
  @Access(READ_WEBHOOKS)
  async contentFilterPreview(
    @Ctx() context: GraphqlContext, @Arg('input', () => ContentFilterPreviewInput, { description: 'Request.' }) input: ContentFilterPreviewInput,
  ) {
    const { cost = null, ...preview } = await orUserErrors(() => previewFilter(context.deps, viewerOf(context), input));
    return { ...preview, cost: cost === null ? null : Math.min(cost, MAX_INT) };
  }
}
