import { graphql } from '../../graphql.ts';

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      account { id name requiresTwoFactor }
      accounts { id name }
      member { id name email }
      role
      scopes
      mustSetUpTwoFactor
    }
  }
`);

export const SignInMutation = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      viewer { role }
      userErrors { code message path }
    }
  }
`);

export const AccountSwitchMutation = graphql(`
  mutation AccountSwitch($input: AccountSwitchInput!) {
    accountSwitch(input: $input) { userErrors { message } }
  }
`);

export const SignOutMutation = graphql(`
  mutation SignOut {
    signOut { userErrors { message } }
  }
`);

export const SetupCompleteMutation = graphql(`
  mutation SetupComplete($input: SetupCompleteInput!) {
    setupComplete(input: $input) {
      viewer { role }
      userErrors { code message path }
    }
  }
`);
