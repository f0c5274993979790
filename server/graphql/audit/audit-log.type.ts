import { Field, ID, ObjectType } from 'type-graphql';
import { Actor } from '../actor.type.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf, ResultCount } from '../page.type.ts';
import { DateTime, JSONValue } from '../scalars.ts';

@ObjectType({ description: 'A changed field.', simpleResolvers: true })
export class AuditChange {
  @Field(() => String, { description: 'Field path.' }) field!: string;
  @Field(() => JSONValue, { nullable: true, description: 'Value before.' }) before!: unknown;
  @Field(() => JSONValue, { nullable: true, description: 'Value after.' }) after!: unknown;
  @Field(() => Boolean, { description: 'Values are hidden.' }) isRedacted!: boolean;
}

@ObjectType({ implements: Node, description: 'An audited action.', simpleResolvers: true })
export class AuditEntry implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => String, { description: 'Action, e.g. `webhook.secret.reveal`.' }) action!: string;
  @Field(() => DateTime, { description: 'When.' }) at!: number;
  @Field(() => Actor, { nullable: true, description: 'Who; null when the member or API key is gone.' }) actor!: typeof Actor | null;
  @Field(() => String, { description: 'Name of the actor at the time.' }) actorName!: string;
  @Field(() => String, { nullable: true, description: 'Address.' }) ipAddress!: string | null;
  @Field(() => String, { nullable: true, description: 'User agent.' }) userAgent!: string | null;
  @Field(() => String, { nullable: true, description: 'Request id, also in the server log.' }) requestId!: string | null;
  @Field(() => Node, { nullable: true, description: 'What; null when deleted for good, or not for the caller to read.' }) target!: Node | null;
  @Field(() => String, { description: 'Name of the target at the time.' }) targetName!: string;
  @Field(() => [AuditChange], { description: 'Fields changed; secrets show only that they changed.' }) changes!: AuditChange[];
}

@ObjectType({ description: 'An audit entry in a page.', simpleResolvers: true })
export class AuditEntryEdge extends EdgeOf(() => AuditEntry) {}

@ObjectType({ description: 'A page of audit entries.', simpleResolvers: true })
export class AuditEntryConnection extends ConnectionOf(() => AuditEntry, () => AuditEntryEdge) {
  @Field(() => ResultCount, { description: 'All matching entries.' }) count!: ResultCount;
}
