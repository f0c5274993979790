import { graphql, type ResultOf } from '../../graphql.ts';

export const SecurityQuery = graphql(`
  query Security {
    viewer {
      member { id email }
      twoFactor { enabledAt recoveryCodesLeft }
      sessions { id createdAt lastUsedAt expiresAt ipAddress client isCurrent }
    }
  }
`);

export type TwoFactor = NonNullable<ResultOf<typeof SecurityQuery>['viewer']['twoFactor']>;
export type ConsoleSession = ResultOf<typeof SecurityQuery>['viewer']['sessions'][number];

export const SessionRevokeMutation = graphql(`
  mutation SessionRevoke($input: SessionRevokeInput!) {
    sessionRevoke(input: $input) { revokedSessionId userErrors { message } }
  }
`);

export const SessionsRevokeOthersMutation = graphql(`
  mutation SessionsRevokeOthers {
    sessionsRevokeOthers { revokedCount userErrors { message } }
  }
`);

export const TwoFactorBeginMutation = graphql(`
  mutation TwoFactorBegin($input: TwoFactorBeginInput!) {
    twoFactorBegin(input: $input) { secret otpauthUri userErrors { message path } }
  }
`);

export const TwoFactorConfirmMutation = graphql(`
  mutation TwoFactorConfirm($input: TwoFactorConfirmInput!) {
    twoFactorConfirm(input: $input) { recoveryCodes userErrors { message path } }
  }
`);

export const TwoFactorDisableMutation = graphql(`
  mutation TwoFactorDisable($input: TwoFactorDisableInput!) {
    twoFactorDisable(input: $input) { viewer { role } userErrors { message path } }
  }
`);

export const RecoveryCodesRenewMutation = graphql(`
  mutation RecoveryCodesRenew($input: TwoFactorRecoveryCodesRenewInput!) {
    twoFactorRecoveryCodesRenew(input: $input) { recoveryCodes userErrors { message path } }
  }
`);
