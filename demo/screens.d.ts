type Graphql = <Data>(query: string) => Promise<Data>;

/** A screen of the console: its name for files and the command line, and its address. */
interface Screen {
  name: string;
  path: (graphql: Graphql) => string | Promise<string>;
  /** Seen by who is not signed in. */
  isPublic?: boolean;
}

export const SCREENS: readonly Screen[];
