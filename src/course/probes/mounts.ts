/** A mount, as the kernel tells it. */
export interface Mount {
  /** Of its file system, as in `tmpfs`. */
  type: string;
  readOnly: boolean;
}

/**
 * What is mounted at a path, the last one where several are on top of each other; undefined where nothing is. `mountinfo`: the text
 * of /proc/PID/mountinfo. Source: proc(5): id, parent, device, root, mount point, options, optional fields, `-`, type, ...
 */
export function mountIn(mountinfo: string, path: string): Mount | undefined {
  const mounts = mountinfo.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , , point = '', options = ''] = before.split(' ');
    if (unescaped(point) !== path) return [];
    return [{ type: after.split(' ')[0] ?? '', readOnly: options.split(',').includes('ro') }];
  });
  return mounts.at(-1);
}

/** Spaces and the like stand there as octal numbers, as in `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
