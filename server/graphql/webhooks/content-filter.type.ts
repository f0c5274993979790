import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MAX_FILTER_LENGTH } from '../../domain/content-filter.ts';
import type { UserProblem } from '../../domain/errors.ts';
import { MAX_FILTER_COST } from '../../domain/filter-cost.ts';
import { UserError } from '../errors.ts';
import { EventTypeCode, JSONValue } from '../scalars.ts';

@InputType({ description: 'A content filter, and an event to ask it about: a stored one, or an example of a type.' })
export class ContentFilterPreviewInput {
  @Field(() => String, {
    description: `Expression in CEL over the members of the body, e.g. \`payload.license.status == "active"\`; at most ${MAX_FILTER_LENGTH} characters.`,
  })
  expression!: string;

  @Field(() => ID, { nullable: true, description: 'Stored event.' }) eventId?: string | null;
  @Field(() => EventTypeCode, { nullable: true, description: 'Event type of a sample, instead of a stored event.' }) eventType?: string | null;
  @Field(() => String, { nullable: true, description: 'Key of an example of the type; the default one when omitted.' }) example?: string | null;
  @Field(() => JSONValue, { nullable: true, description: 'Payload of the sample instead of an example.' }) payload?: unknown;
}

@ObjectType({ description: 'What a content filter says about an event.', simpleResolvers: true })
export class ContentFilterPreview {
  @Field(() => Boolean, { nullable: true, description: 'The event would be delivered; null when the filter has no answer, and then it would not.' })
  isMatch!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why the filter has no answer: what went wrong, and where.' }) failure!: string | null;
  @Field(() => Int, { nullable: true, description: `Steps it takes for this event at most; over ${MAX_FILTER_COST} it is not asked.` }) cost!: number | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
