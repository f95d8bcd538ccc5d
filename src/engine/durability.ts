/**
 * Shell functions, POSIX, for a folder that was just filled. A machine that loses power soon after may come back with the
 * files' names but without their content, and to wait for its disk would cost every push seconds. So `written FOLDER` notes
 * the boot and lets the disk follow in the background; `intact FOLDER` is true once it has, and before that in the same
 * boot alone. `bootId`: the kernel's file.
 */
export function durability(bootId = '/proc/sys/kernel/random/boot_id'): string {
  return `
written() { cat ${bootId} >"$1/.boot" && write_out "$1"; }
write_out() { { sync -f "$1" || sync; } </dev/null >/dev/null 2>&1 && : >"$1/.durable" & }
intact() {
  [ -e "$1/.durable" ] && return
  [ "$(cat "$1/.boot" 2>/dev/null)" = "$(cat ${bootId})" ] && write_out "$1"
}`;
}
