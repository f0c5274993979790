import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs, TimeRangeInput } from '../page.type.ts';

@InputType({ description: 'Filter of audit entries.' })
export class AuditFilter {
  @Field(() => [String], { nullable: true, description: 'Actions or prefixes ending in `.*`.' }) actions?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Members or API keys.' }) actorIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Targets.' }) targetIds?: string[] | null;
  @Field(() => TimeRangeInput, { nullable: true, description: 'Time.' }) at?: TimeRangeInput | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditFilter, { nullable: true, description: 'Filter.' }) filter?: AuditFilter | null;
}
