import { graphql, type ResultOf } from '../../graphql.ts';

export const SnippetsQuery = graphql(`
  query Snippets {
    service {
      verificationSnippets { language title scheme code }
    }
  }
`);

export const WebhookSnippetsQuery = graphql(`
  query WebhookSnippets($id: ID!) {
    webhook(id: $id) {
      id
      verificationSnippets { language title scheme code }
    }
  }
`);

export type CodeSnippet = ResultOf<typeof SnippetsQuery>['service']['verificationSnippets'][number];
/** Of a snippet. */
export type SignatureScheme = CodeSnippet['scheme'];
