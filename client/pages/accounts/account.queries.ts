import { graphql } from '../../graphql.ts';

export const AccountCreateMutation = graphql(`
  mutation AccountCreate($input: AccountCreateInput!) {
    accountCreate(input: $input) {
      account { id name }
      userErrors { message path }
    }
  }
`);
