import { initGraphQLTada, type ResultOf, type VariablesOf } from 'gql.tada';
import { print } from 'graphql';
// Made by `npx gql.tada generate-output` from https://<your server>/schema.graphql; here the console's own is taken.
import type { introspection } from '../../client/graphql-env.d.ts';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Duration: string; URI: string; JSON: unknown; Cursor: string; EventTypeCode: string; EventTypePattern: string; UInt64: string };
}>();

const PublishEvent = graphql(`
  mutation PublishEvent($input: EventPublishInput!) {
    eventPublish(input: $input) {
      event { id }
      matchedWebhookCount
      isIdempotentReplay
      userErrors { code message path }
    }
  }
`);

const FailedDeliveries = graphql(`
  query FailedDeliveries($after: Cursor) {
    deliveries(first: 100, after: $after, filter: { statuses: [FAILED] }) {
      nodes { id webhook { name } event { id resourceId } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type NewEvent = VariablesOf<typeof PublishEvent>['input']['event'];
export type FailedDelivery = ResultOf<typeof FailedDeliveries>['deliveries']['nodes'][number];

export interface KeybellOptions {
  /** E.g. `https://keybell.example`. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** A client of two operations, as a platform's back end might have it: everything that goes in and comes out has a type. */
export class Keybell {
  readonly #options: KeybellOptions;

  constructor(options: KeybellOptions) {
    this.#options = options;
  }

  /** Publishes an event and gives its id. Safe to repeat: the idempotency key makes the second one give back the first. */
  async publish(event: NewEvent): Promise<string> {
    const { eventPublish } = await this.#ask(PublishEvent, { input: { event } });
    const [problem] = eventPublish.userErrors;
    if (problem || !eventPublish.event) throw new Error(problem?.message ?? 'There is no event in the answer.');
    return eventPublish.event.id;
  }

  /** Deliveries that failed for good, page by page. */
  async *failedDeliveries(): AsyncGenerator<FailedDelivery> {
    let after: string | null = null;
    do {
      const { deliveries }: ResultOf<typeof FailedDeliveries> = await this.#ask(FailedDeliveries, { after });
      yield* deliveries.nodes;
      after = deliveries.pageInfo.hasNextPage ? deliveries.pageInfo.endCursor : null;
    } while (after !== null);
  }

  async #ask<Document extends typeof PublishEvent | typeof FailedDeliveries>(document: Document, variables: VariablesOf<Document>): Promise<ResultOf<Document>> {
    const response = await fetch(`${this.#options.baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#options.apiKey}` },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = await response.json() as { data: ResultOf<Document> | null; errors?: { message: string }[] };
    if (errors?.[0] || data === null) throw new Error(errors?.[0]?.message ?? `The server answered ${response.status}.`);
    return data;
  }
}
