import type { Command } from 'commander';
import type { AddCommand, GetContext } from './add-command.ts';

/** The offline kit: made, looked at, and served to a room. */
export function addBundleCommands(command: AddCommand, context: GetContext): void {
  const bundle = command('bundle', 'an offline kit: all that `up` needs, in one folder');
  const add = (name: string, description: string): Command => bundle.command(name).description(description);

  add('create', 'gather engine, images, machines and this program into a folder; again: only what is missing')
    .argument('<folder>', 'a new folder, or a kit that was begun')
    .option('--arch <list>', "processors, as in amd64,arm64; when absent, this computer's")
    .option('--box <file>', 'provider vagrant: the box file; when absent, packed from what Vagrant has here')
    .option('--without <list>', 'what to leave out: third-party (images), node-image, box, tool')
    .addHelpText(
      'after',
      '\nWhat swarmlab.yaml in this folder says decides: the provider, the engine, the box.',
    )
    .action(async (folder, options) =>
      (await import('./commands/bundle-create.ts')).bundleCreate(context(), folder, options),
    );

  add('verify', 'compare every file of a kit with its manifest')
    .argument('<folder>', 'the kit')
    .option('--json', 'as JSON')
    .action(async (folder, options) =>
      (await import('./commands/bundle-verify.ts')).bundleVerify(context(), folder, options),
    );

  add('serve', 'serve a kit to the room over HTTP, until Ctrl-C')
    .argument('<folder>', 'the kit')
    .option('--port <port>', 'the port', '8321')
    .option('--host <address>', 'the address to listen on; when absent, all of this computer')
    .addHelpText(
      'after',
      '\nRead-only, the files of the kit alone. Ctrl-C is its normal end: the exit code is 0.',
    )
    .action(async (folder, options) =>
      (await import('./commands/bundle-serve.ts')).bundleServe(context(), folder, options),
    );
}
