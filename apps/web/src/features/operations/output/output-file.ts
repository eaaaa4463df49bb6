import type { OutputLines } from '../../../live/store/output-lines';
import { plainText } from '../../../live/store/output-lines';
import { groupTitle } from './group-title';

/** The whole output as plain text with the commands, each attempt under its heading. */
export function outputText(output: OutputLines, labels: Map<number, string>): string {
  return output.groups
    .map((group) => {
      const heading = `# ${groupTitle(output.groups, group, labels.get(group.milestone))}`;
      return [heading, ...group.lines.map(plainText), ''].join('\n');
    })
    .join('\n');
}

/** Offers text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}

/** "Install nginx on web-1" as part of a file's name. */
export function fileName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
