import { graphql } from '../graphql.ts';

export const PaletteWebhooksQuery = graphql(`
  query PaletteWebhooks($search: String!) {
    webhooks(first: 8, filter: { search: $search }) {
      nodes { id name url environment { key } }
    }
  }
`);

export const PaletteEventTypesQuery = graphql(`
  query PaletteEventTypes {
    eventTypeGroups { eventTypes { code name isCustom } }
  }
`);

export const PaletteAttemptQuery = graphql(`
  query PaletteAttempt($id: ID!) {
    deliveryAttempt(id: $id) { id delivery { id } }
  }
`);
