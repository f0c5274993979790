import { useQuery } from '@urql/vue';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { computed, shallowRef } from 'vue';
import { t } from '../../i18n.ts';
import { AllowedOperationsQuery } from './api-docs.queries.ts';
import { limitedSchema, operationsOf } from './schema-reference.ts';

const SCHEMA_PATH = '/schema.graphql';

/** The API as the server describes it, cut down to what the viewer may use. */
export function useApiSchema() {
  const full = shallowRef<GraphQLSchema | null>(null);
  const sdl = shallowRef('');
  const failure = shallowRef<string | null>(null);
  const { data, error, executeQuery } = useQuery({ query: AllowedOperationsQuery });

  const schema = computed(() => (full.value && data.value ? limitedSchema(full.value, data.value.viewer.allowedOperations) : null));
  const hiddenCount = computed(() => (full.value && data.value ? operationsOf(full.value).length - data.value.viewer.allowedOperations.length : 0));

  async function load(): Promise<void> {
    failure.value = null;
    try {
      const response = await fetch(SCHEMA_PATH);
      if (!response.ok) throw new Error(t('apiDocs.problems.status', { status: response.status }));
      sdl.value = await response.text();
      full.value = buildSchema(sdl.value);
    } catch (cause) {
      failure.value = cause instanceof Error ? cause.message : String(cause);
    }
  }

  function reload(): void {
    void load();
    executeQuery({ requestPolicy: 'network-only' });
  }

  void load();
  return { schema, sdl, hiddenCount, error, failure, reload };
}
