/** What the plugin of the component library makes of its theme and of `styles/ui-theme.ts`. */
declare module '#build/ui/button' {
  const theme: object;
  export default theme;
}

declare module '#build/app.config' {
  const config: { ui: { button: object } };
  export default config;
}
