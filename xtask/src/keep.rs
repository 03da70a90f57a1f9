//! Programs and folders that a task starts, and that end with it however it ends.
//!
//! Beside each started program stands a small shell that waits at a pipe held by this task. When
//! the task ends in any way, Ctrl-C and `kill -9` included, the pipe closes and the shell stops
//! that one program, by its number, and removes its folder.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// `$1` process, `$2` folder. Ends quietly when it reads a word: then all is already stopped.
const WATCH: &str = r#"
trap '' INT HUP TERM
read -r word && exit 0
if [ -n "$1" ]; then
  kill -INT "$1" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null || break; sleep 0.3; done
  kill -KILL "$1" 2>/dev/null
fi
rm -rf -- "$2"
"#;

/// A folder of this task's own, gone when dropped.
pub(crate) struct Folder {
    path: PathBuf,
    watch: Child,
}

impl Folder {
    /// Makes a fresh folder among the system's temporary ones.
    pub(crate) fn new(purpose: &str) -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("waymark-{purpose}-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let watch = watch("", &path)?;
        Ok(Self { path, watch })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.path);
        dismiss(&mut self.watch);
    }
}

/// A program started by this task, stopped when dropped.
pub(crate) struct Started {
    child: Child,
    watch: Child,
}

impl Started {
    /// Starts a program that reads nothing; what it says goes where the command says.
    pub(crate) fn start(command: &mut Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child =
            command.stdin(Stdio::null()).spawn().map_err(|error| format!("{name} could not be started: {error}"))?;
        let watch = watch(&child.id().to_string(), Path::new(""))?;
        Ok(Self { child, watch })
    }

    /// The started program, to read what it says.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if !self.has_ended() {
            let _refused = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
            for _ in 0..100 {
                if self.has_ended() {
                    break;
                }
                sleep(Duration::from_millis(100));
            }
            if !self.has_ended() {
                let _gone_already = self.child.kill();
                let _gone_already = self.child.wait();
            }
        }
        dismiss(&mut self.watch);
    }
}

fn watch(process: &str, folder: &Path) -> Result<Child, String> {
    Command::new("sh")
        .args(["-c", WATCH, "watch", process])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A group of its own: Ctrl-C at the terminal must not reach the one who cleans up.
        .process_group(0)
        .spawn()
        .map_err(|error| format!("sh could not be started: {error}"))
}

fn dismiss(watch: &mut Child) {
    if let Some(mut pipe) = watch.stdin.take() {
        let _gone_already = pipe.write_all(b"done\n");
    }
    let _gone_already = watch.wait();
}

/// A port on loopback that nobody holds now.
pub(crate) fn free_port() -> Result<u16, String> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_started_program_ends_with_its_owner_and_its_folder_goes() {
        let folder = Folder::new("keep-test").unwrap();
        let path = folder.path().to_owned();
        let mut started = Started::start(Command::new("sleep").arg("60")).unwrap();
        assert!(!started.has_ended());
        let process = started.child().id().to_string();
        drop(started);
        drop(folder);
        assert!(!path.exists());
        let alive = Command::new("kill").args(["-0", &process]).stderr(Stdio::null()).status();
        assert!(!alive.unwrap().success());
    }

    #[test]
    fn when_the_task_dies_the_watch_stops_its_program() {
        let mut program = Command::new("sleep").arg("60").spawn().unwrap();
        let mut watch = watch(&program.id().to_string(), Path::new("")).unwrap();
        drop(watch.stdin.take());
        assert!(!program.wait().unwrap().success());
        watch.wait().unwrap();
    }
}
