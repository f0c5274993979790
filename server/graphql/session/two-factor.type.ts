import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Viewer } from './viewer.type.ts';

@InputType({ description: 'Input of twoFactorBegin.' })
export class TwoFactorBeginInput {
  @Field(() => String, { description: 'Password of the caller.' }) password!: string;
}

@ObjectType({ description: 'Result of twoFactorBegin.', simpleResolvers: true })
export class TwoFactorBeginPayload {
  @Field(() => String, { nullable: true, description: 'Secret for the authenticator app, base32, to be typed in: shown only now.' }) secret!: string | null;
  @Field(() => String, { nullable: true, description: 'The same as an `otpauth://` address, to be shown as a QR code: shown only now.' }) otpauthUri!: string | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of twoFactorConfirm.' })
export class TwoFactorConfirmInput {
  @Field(() => String, { description: 'The six digits that the app shows.' }) code!: string;
}

@ObjectType({ description: 'Result of twoFactorConfirm.', simpleResolvers: true })
export class TwoFactorConfirmPayload {
  @Field(() => [String], { nullable: true, description: 'Recovery codes, each of which stands once in place of a code of the app: shown only now.' }) recoveryCodes!: string[] | null;
  @Field(() => Viewer, { nullable: true, description: 'The caller, now with a second factor.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of twoFactorDisable.' })
export class TwoFactorDisableInput {
  @Field(() => String, { description: 'Password of the caller.' }) password!: string;
  @Field(() => String, { description: 'Code of the app, or a recovery code.' }) code!: string;
}

@ObjectType({ description: 'Result of twoFactorDisable.', simpleResolvers: true })
export class TwoFactorDisablePayload {
  @Field(() => Viewer, { nullable: true, description: 'The caller, now without a second factor.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of twoFactorRecoveryCodesRenew.' })
export class TwoFactorRecoveryCodesRenewInput {
  @Field(() => String, { description: 'Code of the app, or a recovery code.' }) code!: string;
}

@ObjectType({ description: 'Result of twoFactorRecoveryCodesRenew.', simpleResolvers: true })
export class TwoFactorRecoveryCodesRenewPayload {
  @Field(() => [String], { nullable: true, description: 'The new recovery codes; all older ones are void. Shown only now.' }) recoveryCodes!: string[] | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'The second factor of the caller.', simpleResolvers: true })
export class TwoFactor {
  @Field(() => DateTime, { description: 'Since when it is on.' }) enabledAt!: number;
  @Field(() => Int, { description: 'Recovery codes that are left.' }) recoveryCodesLeft!: number;
}
