import { parse, type OperationDefinitionNode } from 'graphql';
import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { t } from '../../i18n.ts';
import { ask, follow, readHeaders, readVariables } from './run-operation.ts';

const KEPT_RUNS = 20;
const KEPT_MESSAGES = 50;

export interface PastRun { readonly id: number; readonly name: string; readonly source: string; readonly variables: string; readonly at: number }

/** Kept while the page is open and nowhere else: variables may hold passwords. */
const past = shallowRef<readonly PastRun[]>([]);
let runs = 0;

/** What the explorer holds, and running it: one answer, or the newest messages of a stream first. */
export function useExplorer(start: { source: string; variables: string }) {
  const source = ref(start.source);
  const variables = ref(start.variables);
  const headers = ref('');
  const answers = shallowRef<readonly string[]>([]);
  const failure = ref<string | null>(null);
  const isRunning = ref(false);
  let end: (() => void) | null = null;

  function stop(): void {
    end?.();
    end = null;
    isRunning.value = false;
  }

  async function run(): Promise<void> {
    stop();
    failure.value = null;
    answers.value = [];
    isRunning.value = true;
    try {
      const operation = operationOf(source.value);
      const request = { query: source.value, variables: readVariables(variables.value), headers: readHeaders(headers.value) };
      remember(operation.name?.value ?? operation.operation);
      if (operation.operation === 'subscription') await listen(request);
      else {
        answers.value = [await ask(request)];
        isRunning.value = false;
      }
    } catch (cause) {
      failure.value = cause instanceof Error ? cause.message : String(cause);
      isRunning.value = false;
    }
  }

  async function listen(request: Parameters<typeof follow>[0]): Promise<void> {
    end = await follow(request, {
      onMessage: (text) => { answers.value = [text, ...answers.value].slice(0, KEPT_MESSAGES); },
      onEnd: (problem) => {
        failure.value = problem;
        isRunning.value = false;
      },
    });
  }

  function remember(name: string): void {
    const entry = { id: ++runs, name, source: source.value, variables: variables.value, at: Date.now() };
    past.value = [entry, ...past.value].slice(0, KEPT_RUNS);
  }

  function open(chosen: { source: string; variables: string }): void {
    stop();
    source.value = chosen.source;
    variables.value = chosen.variables;
  }

  onBeforeUnmount(stop);
  return { source, variables, headers, answers, failure, isRunning, past, run, stop, open };
}

function operationOf(source: string): OperationDefinitionNode {
  const operations = parse(source).definitions.filter((each) => each.kind === 'OperationDefinition');
  const [operation] = operations;
  if (!operation || operations.length > 1) throw new Error(t('apiDocs.problems.oneOperation'));
  return operation;
}
