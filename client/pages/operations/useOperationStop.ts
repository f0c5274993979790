import { useToast } from '@nuxt/ui/composables';
import { ref } from 'vue';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { OperationStopMutation, type Operation } from './operations.queries.ts';

/** Stops an operation: what was handled stays handled. */
export function useOperationStop() {
  const toast = useToast();
  const isStopping = ref(false);

  /** The operation as it is then; null when it was not stopped. */
  async function stop(id: string): Promise<Operation | null> {
    if (isStopping.value) return null;
    isStopping.value = true;
    const { data, error } = await client.mutation(OperationStopMutation, { input: { id } }).toPromise();
    isStopping.value = false;
    const failure = error ? problemOf(error).message : data?.bulkOperationCancel.userErrors[0]?.message;
    if (failure) toast.add({ title: t('operations.stop.failed'), description: failure, color: 'error', icon: 'i-lucide-circle-x' });
    return data?.bulkOperationCancel.bulkOperation ?? null;
  }

  return { isStopping, stop };
}
