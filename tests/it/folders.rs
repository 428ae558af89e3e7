//! Folders that cannot take results: found out before the run, not after it.

use std::fs;

use crate::cli::{contents, folder, good, run, said};

#[test]
fn files_of_others_where_results_will_be_are_told_before_the_run() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let out = home.path().join("out");
    for (name, options) in [
        ("results.xlsx", "--format xlsx"),
        ("results.json", "--format json"),
        ("events.csv", "--event-log 5"),
        ("town.panels", "--shard 1/2"),
    ] {
        fs::write(out.join(name), "mine").unwrap();
        let before = contents(home.path());
        let output = run(home.path(), &format!("run town.toml -n 2 -o out {options}"));
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(said(&output).contains(name), "{}", said(&output));
        assert!(!said(&output).contains("Simulating"), "{}", said(&output));
        assert!(contents(home.path()) == before);
        fs::remove_file(out.join(name)).unwrap();
    }
    fs::remove_file(out.join("results.csv")).unwrap();
    fs::create_dir(out.join("results.csv")).unwrap();
    let output = run(home.path(), "run town.toml -n 2 -o out");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!said(&output).contains("Simulating"), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_moved_is_told_before_the_run() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let home = folder();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let program = home.path().join("docketsim");
    fs::copy(env!("CARGO_BIN_EXE_docketsim"), &program).unwrap();
    let mut command = std::process::Command::new(&program);
    if fs::metadata(home.path()).unwrap().uid() == 0 {
        // No right is kept from the superuser: somebody else runs the program.
        for name in ["", "out", "out/manifest.json"] {
            chown(home.path().join(name), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    let out = home.path().join("out");
    let rights = |mode| fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
    rights(0o555);
    let words = "run town.toml -n 2 -o out";
    let output = command
        .args(words.split_whitespace())
        .current_dir(home.path())
        .output()
        .unwrap();
    rights(0o755);
    // The folder is an argument, and another one would do.
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("cannot write out"),
        "{}",
        said(&output)
    );
    assert!(!said(&output).contains("Simulating"), "{}", said(&output));
    assert!(out.join("manifest.json").exists());
    let hidden = fs::read_dir(home.path()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with('.')
    });
    assert_eq!(hidden.count(), 0);
}
