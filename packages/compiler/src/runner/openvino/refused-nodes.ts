import type { GraphNode } from '../../recorder/graph.js';

/**
 * The nodes of a graph whose operations OpenVINO says that it has no rule for: it names operations only, and a user can find
 * the line of a model by a node's name.
 *
 * @param reason OpenVINO's message, on one line
 * @returns a sentence, or '' where the message is about something else
 */
export function refusedNodes(nodes: readonly Pick<GraphNode, 'name' | 'op'>[], reason: string): string {
  const listed = /No conversion rule found for operations: (.*?)(?: To facilitate|$)/.exec(reason)?.[1];
  if (listed === undefined) return '';
  // Such as 'Gemm-21, com.microsoft.Gelu-1'.
  const operations = new Set(listed.split(/,\s*/).map((each) => each.replace(/-\d+$/, '').split('.').at(-1)));
  const names = nodes.filter(({ op }) => operations.has(op)).map(({ name, op }) => `${name} (${op})`);
  if (names.length === 0) return '';
  return `The graph's nodes with them: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`;
}
