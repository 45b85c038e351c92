/// <reference lib="dom" />
// This runs in the browser.

/** The element of the page with an id. */
export const byId = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;

/** A new element with these properties and children; texts are texts, whatever they look like. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Says what goes on, to screen readers too. */
export function tell(message: string, failed = false): void {
  const state = byId('state');
  state.classList.toggle('failed', failed);
  if (state.textContent !== message) state.textContent = message;
}
