import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ENVIRONMENTS, type EnvironmentKey as Key } from '../../domain/environments.ts';
import { enumOf } from '../enums.ts';
import { Node } from '../node/node.type.ts';

export const EnvironmentKey = enumOf(ENVIRONMENTS);

registerEnumType(EnvironmentKey, {
  name: 'EnvironmentKey',
  description: 'Platform environments.',
  valuesConfig: {
    PRODUCTION: { description: 'Live customers.' },
    STAGING: { description: 'Pre-release.' },
    DEVELOPMENT: { description: 'Local and test work.' },
  },
});

@ObjectType({ implements: Node, description: 'An isolated environment.', simpleResolvers: true })
export class Environment implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => EnvironmentKey, { description: 'Key used in filters and payloads.' }) key!: Key;
  @Field(() => String, { description: 'Display name.' }) name!: string;
  @Field(() => Boolean, { description: 'Destructive actions ask for typed confirmation.' }) isProtected!: boolean;
  @Field(() => Int, { description: 'Webhooks in this environment.' }) webhookCount!: number;
}
