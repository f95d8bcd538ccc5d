import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** Adds a command; its name as commander wants it. */
export type AddCommand = (name: string, description: string, how?: { hidden: boolean }) => Command;

/** The context of the command that runs; to be called then, for the folder is known only after parsing. */
export type GetContext = () => CommandContext;
