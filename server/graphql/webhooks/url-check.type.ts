import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { UrlCheck as Check, UrlCheckStep as Step } from '../../commands/check-url.ts';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { DateTime } from '../scalars.ts';

@ObjectType({ description: 'A step of a URL check.', simpleResolvers: true })
export class UrlCheckStep {
  @Field(() => String, { description: 'Name: `parse`, `dns`, `policy`, `tcp`, `tls`, `http`.' }) name!: Step['name'];
  @Field(() => Boolean, { nullable: true, description: 'Result; null when not reached.' }) passed!: boolean | null;
  @Field(() => String, { description: 'What was found.' }) detail!: string;
  @Field(() => Int, { nullable: true, description: 'Duration in ms.' }) durationMs!: number | null;
}

@ObjectType({ description: 'A check of a URL.', simpleResolvers: true })
export class UrlCheck {
  @Field(() => Boolean, { description: 'All steps passed.' }) isReachable!: boolean;
  @Field(() => [UrlCheckStep], { description: 'Steps in order.' }) steps!: Step[];
  @Field(() => DateTime, { nullable: true, description: 'Certificate end.' }) certificateExpiresAt!: number | null;
}

@InputType({ description: 'Input of webhookUrlCheck.' })
export class WebhookUrlCheckInput {
  @Field(() => String, { description: 'URL.' }) url!: string;
}

@ObjectType({ description: 'Result of webhookUrlCheck.', simpleResolvers: true })
export class WebhookUrlCheckPayload {
  @Field(() => UrlCheck, { nullable: true, description: 'Steps; null when the URL could not even be read.' }) check!: Check | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
