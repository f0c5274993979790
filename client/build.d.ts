/** What the plugin of the component library makes of its theme and of `styles/ui-theme.ts`. */
declare module '#build/ui/*' {
  const theme: object;
  export default theme;
}

declare module '#build/app.config' {
  const config: { ui: Record<'button' | 'checkbox' | 'switch', object> };
  export default config;
}
