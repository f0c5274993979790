import { graphql, type ResultOf } from '../../graphql.ts';

export const SigningKeysQuery = graphql(`
  query SigningKeys {
    signingKeys {
      id
      state
      algorithm
      bits
      publicKeyPem
      publicKeyJwk
      modulus
      exponent
      fingerprint
      createdAt
      activeFrom
      retiredAt
    }
    service {
      jwksUrl
      verificationSnippets { language title scheme code }
    }
  }
`);

export type SigningKey = ResultOf<typeof SigningKeysQuery>['signingKeys'][number];

export const SigningKeyRotateMutation = graphql(`
  mutation SigningKeyRotate($input: SigningKeyRotateInput!) {
    signingKeyRotate(input: $input) {
      signingKey { id activeFrom }
      userErrors { message }
    }
  }
`);

export const ApiKeysQuery = graphql(`
  query ApiKeys($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    apiKeys(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        name
        hint
        scopes
        environments { key }
        createdAt
        createdBy {
          __typename
          ... on Member { name }
          ... on ApiKey { name }
          ... on SystemActor { component }
        }
        lastUsedAt
        expiresAt
        revokedAt
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }
`);

export type ApiKey = ResultOf<typeof ApiKeysQuery>['apiKeys']['nodes'][number];

export const ApiKeyCreateMutation = graphql(`
  mutation ApiKeyCreate($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input) {
      apiKey { id name }
      secret
      userErrors { message path }
    }
  }
`);

export const ApiKeyRevokeMutation = graphql(`
  mutation ApiKeyRevoke($input: ApiKeyRevokeInput!) {
    apiKeyRevoke(input: $input) {
      apiKey { id revokedAt }
      userErrors { message }
    }
  }
`);
