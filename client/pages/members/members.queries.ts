import { graphql, type ResultOf } from '../../graphql.ts';

const MemberParts = graphql(`
  fragment MemberParts on Member {
    id
    name
    email
    role
    status
    lastActiveAt
    hasTwoFactor
    createdAt
  }
`);

export const MembersQuery = graphql(`
  query Members($first: Int, $after: Cursor, $last: Int, $before: Cursor, $search: String) {
    members(first: $first, after: $after, last: $last, before: $before, search: $search) {
      nodes { ...MemberParts }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }
`, [MemberParts]);

export type Member = ResultOf<typeof MembersQuery>['members']['nodes'][number];

export const MemberInviteMutation = graphql(`
  mutation MemberInvite($input: MemberInviteInput!) {
    memberInvite(input: $input) {
      invitationUrl
      invitationExpiresAt
      userErrors { code message path }
    }
  }
`);

export const MemberRoleUpdateMutation = graphql(`
  mutation MemberRoleUpdate($input: MemberRoleUpdateInput!) {
    memberRoleUpdate(input: $input) {
      member { ...MemberParts }
      userErrors { code message }
    }
  }
`, [MemberParts]);

export const MemberSuspendMutation = graphql(`
  mutation MemberSuspend($input: MemberSuspendInput!) {
    memberSuspend(input: $input) {
      member { ...MemberParts }
      userErrors { code message }
    }
  }
`, [MemberParts]);

export const MemberReinstateMutation = graphql(`
  mutation MemberReinstate($input: MemberReinstateInput!) {
    memberReinstate(input: $input) {
      member { ...MemberParts }
      userErrors { code message }
    }
  }
`, [MemberParts]);

export const MemberRemoveMutation = graphql(`
  mutation MemberRemove($input: MemberRemoveInput!) {
    memberRemove(input: $input) {
      removedMemberId
      userErrors { code message }
    }
  }
`);

export const AccountUpdateMutation = graphql(`
  mutation AccountUpdate($input: AccountUpdateInput!) {
    accountUpdate(input: $input) {
      account { id requiresTwoFactor }
      userErrors { code message }
    }
  }
`);

export const MemberTwoFactorResetMutation = graphql(`
  mutation MemberTwoFactorReset($input: MemberTwoFactorResetInput!) {
    memberTwoFactorReset(input: $input) {
      member { ...MemberParts }
      userErrors { code message }
    }
  }
`, [MemberParts]);
