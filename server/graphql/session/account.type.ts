import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from '../node/node.type.ts';
import { DateTime } from '../scalars.ts';

@ObjectType({
  implements: Node,
  description: 'A tenant: one vendor with its own webhooks, events, members, API keys and RSA key. Nothing crosses accounts.',
  simpleResolvers: true,
})
export class Account implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => String, { description: 'Display name.' }) name!: string;
  @Field(() => Boolean, { description: 'Members without a second factor may do nothing but set one up.' }) requiresTwoFactor!: boolean;
  @Field(() => DateTime, { description: 'Since when.' }) createdAt!: number;
}
