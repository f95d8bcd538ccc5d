import type { Command } from 'commander';
import { t } from 'ttag';
import type { AddCommand, GetContext } from './add-command.ts';

/** The offline kit: made, looked at, and served to a room. */
export function addBundleCommands(command: AddCommand, context: GetContext): void {
  const bundle = command('bundle', t`an offline kit: all that \`up\` needs, in one folder`);
  const add = (name: string, description: string): Command => bundle.command(name).description(description);

  add(
    'create',
    t`gather engine, images, machines and this program into a folder; again: only what is missing`,
  )
    .argument('<folder>', t`a new folder, or a kit that was begun`)
    .option('--arch <list>', t`processors, as in amd64,arm64; when absent, this computer's`)
    .option('--box <file>', t`provider vagrant: the box file; when absent, packed from what Vagrant has here`)
    .option('--without <list>', t`what to leave out: third-party (images), node-image, box, tool`)
    .addHelpText(
      'after',
      `\n${t`What swarmlab.yaml in this folder says decides: the provider, the engine, the box.`}`,
    )
    .action(async (folder, options) =>
      (await import('./commands/bundle-create.ts')).bundleCreate(context(), folder, options),
    );

  add('verify', t`compare every file of a kit with its manifest`)
    .argument('<folder>', t`the kit`)
    .option('--json', t`as JSON`)
    .action(async (folder, options) =>
      (await import('./commands/bundle-verify.ts')).bundleVerify(context(), folder, options),
    );

  add('serve', t`serve a kit to the room over HTTP, until Ctrl-C`)
    .argument('<folder>', t`the kit`)
    .option('--port <port>', t`the port`, '8321')
    .option('--host <address>', t`the address to listen on; when absent, all of this computer`)
    .addHelpText(
      'after',
      `\n${t`Read-only, the files of the kit alone. Ctrl-C is its normal end: the exit code is 0.`}`,
    )
    .action(async (folder, options) =>
      (await import('./commands/bundle-serve.ts')).bundleServe(context(), folder, options),
    );
}
