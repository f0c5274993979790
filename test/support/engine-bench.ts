import { openTestStore, type DatabaseKind, type TestStore } from './databases.ts';
import { Engine } from './engine.ts';
import { Receiver } from './receiver.ts';

/** An engine on a database of its own, and a receiver it may send to. */
export interface EngineBench {
  database: TestStore;
  receiver: Receiver;
  engine: Engine;
  /** Stops and removes all of it; who hangs at the receiver is let go first. */
  close(): Promise<void>;
}

/** With its dispatcher running, unless told otherwise. */
export async function openEngineBench(kind: DatabaseKind, { isRunning = true } = {}): Promise<EngineBench> {
  const database = await openTestStore(kind);
  const receiver = await Receiver.start();
  const engine = await Engine.create(database.store);
  if (isRunning) await engine.dispatcher.start();
  const close = async () => {
    receiver.release();
    await engine.stop();
    await receiver.close();
    await database.close();
  };
  return { database, receiver, engine, close };
}
