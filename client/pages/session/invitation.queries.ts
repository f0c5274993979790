import { graphql } from '../../graphql.ts';

export const InvitationAcceptMutation = graphql(`
  mutation InvitationAccept($input: InvitationAcceptInput!) {
    invitationAccept(input: $input) {
      viewer { role }
      userErrors { code message path }
    }
  }
`);
