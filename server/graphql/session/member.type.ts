import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Role as RoleName } from '../../domain/roles.ts';
import { enumOf } from '../enums.ts';
import { Node } from '../node/node.type.ts';
import { DateTime } from '../scalars.ts';
import { Role } from './role.type.ts';

export const MemberStatus = enumOf(['INVITED', 'ACTIVE', 'SUSPENDED']);

registerEnumType(MemberStatus, {
  name: 'MemberStatus',
  description: 'State of a membership.',
  valuesConfig: {
    INVITED: { description: 'Invited, not yet accepted.' },
    ACTIVE: { description: 'Can sign in.' },
    SUSPENDED: { description: 'May not sign in.' },
  },
});

/** Its name and e-mail address are those of the person. */
@ObjectType({ implements: Node, description: 'A person with access to the console.', simpleResolvers: true })
export class Member implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => String, { description: 'Full name.' }) name!: string;
  @Field(() => String, { description: 'E-mail address.' }) email!: string;
  @Field(() => Role, { description: 'Role.' }) role!: RoleName;
  @Field(() => MemberStatus, { description: 'Invitation state.' }) status!: keyof typeof MemberStatus;
  @Field(() => Boolean, { description: 'Two-factor authentication is on; false of somebody who has not come yet.' }) hasTwoFactor!: boolean;
  @Field(() => DateTime, { nullable: true, description: 'Last sign-in.' }) lastActiveAt!: number | null;
  @Field(() => DateTime, { description: 'Since when.' }) createdAt!: number;
}
