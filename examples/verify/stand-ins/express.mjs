// As much of Express as the snippets name, so that they can be loaded where it is not installed.
const express = () => ({ post: () => undefined });
express.raw = () => undefined;
export default express;
