import { describe, expect, it } from 'vitest';
import { Lifecycle, type Part } from '../../server/lifecycle.ts';

function parts(...names: string[]): { lifecycle: Lifecycle; steps: string[] } {
  const steps: string[] = [];
  const lifecycle = new Lifecycle();
  for (const name of names) lifecycle.add(part(name, steps));
  return { lifecycle, steps };
}

const part = (name: string, steps: string[]): Part => ({ name, start: () => void steps.push(`+${name}`), stop: () => void steps.push(`-${name}`) });

describe('a lifecycle', () => {
  it('stops in the reverse of the order in which it starts', async () => {
    const { lifecycle, steps } = parts('a', 'b');
    await lifecycle.start();
    await lifecycle.stop();
    expect(steps).toEqual(['+a', '+b', '-b', '-a']);
  });

  it('stops what was added together side by side, and before what was added earlier', async () => {
    const { lifecycle, steps } = parts('a');
    let end = (): void => undefined;
    const slow: Part = { ...part('slow', steps), stop: () => new Promise<void>((resolve) => { end = resolve; }) };
    await lifecycle.add(slow, part('b', steps)).start();
    const stopped = lifecycle.stop();
    expect(steps).toEqual(['+a', '+slow', '+b', '-b']);
    end();
    await stopped;
    expect(steps).toEqual(['+a', '+slow', '+b', '-b', '-a']);
  });

  it('stops those of a group that had started when another does not start', async () => {
    const { lifecycle, steps } = parts('a');
    lifecycle.add(part('b', steps), { name: 'c', start: () => Promise.reject(new Error('no')), stop: () => void steps.push('-c') });
    await expect(lifecycle.start()).rejects.toThrow('no');
    expect(steps).toEqual(['+a', '+b', '-b', '-a']);
  });

  it('stops once, however often it is asked, and can start again', async () => {
    const { lifecycle, steps } = parts('a');
    await lifecycle.start();
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    await lifecycle.start();
    expect(steps).toEqual(['+a', '-a', '+a']);
  });

  it('stops what had started when a later part does not start', async () => {
    const { lifecycle, steps } = parts('a');
    lifecycle.add({ name: 'b', start: () => Promise.reject(new Error('port in use')), stop: () => undefined });
    await expect(lifecycle.start()).rejects.toThrow('port in use');
    expect(steps).toEqual(['+a', '-a']);
  });

  it('stops the others when one part does not stop', async () => {
    const { lifecycle, steps } = parts('a');
    lifecycle.add({ name: 'b', start: () => undefined, stop: () => Promise.reject(new Error('stuck')) });
    await lifecycle.start();
    await expect(lifecycle.stop()).rejects.toThrow('Not every part stopped.');
    expect(steps).toEqual(['+a', '-a']);
  });
});
