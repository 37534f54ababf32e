package io.github.rnnlab.maven.git;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.compare.RecordTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory of experiments at revisions of its git repository, without checking them out.
 */
public final class GitRecords implements AutoCloseable {
  private static final int ID_DIGITS = 7;

  private final Repository repository;
  private final String prefix;

  /**
   * The directory at a commit.
   *
   * @param label the short id of the commit
   */
  public record Revision(String label, ObjectId commit, RecordTree tree) {}

  private GitRecords(Repository repository, String prefix) {
    this.repository = repository;
    this.prefix = prefix;
  }

  /**
   * Opens the repository that contains a directory.
   *
   * @throws InvalidInputException if there is none
   */
  public static GitRecords around(Path directory) {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(directory.toFile());
    if (builder.getGitDir() == null) {
      throw new InvalidInputException(
          directory.toString(),
          "no git repository around it",
          "one whose revisions can be compared",
          "Leave out -Drnn.from and -Drnn.to, or put the experiment under version control.");
    }
    String format = ObjectFormat.of(builder.getGitDir());
    if (!ObjectFormat.isRead(format)) {
      throw new InvalidInputException(
          directory.toString(),
          "a git repository with the object format " + format,
          "one of the format sha1, the only one that this plugin reads",
          "Leave out -Drnn.from and -Drnn.to, or compare in a clone whose format is sha1.");
    }
    try {
      Repository repository = builder.setMustExist(true).build();
      Path inside =
          repository.getWorkTree().toPath().toRealPath().relativize(directory.toRealPath());
      String path = inside.toString().replace('\\', '/');
      return new GitRecords(repository, path.isEmpty() ? "" : path + "/");
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  /**
   * Returns a revision.
   *
   * @param flag the flag that names it, such as {@code -Drnn.from}
   * @throws InvalidInputException if there is no such revision in this clone
   */
  public Revision revision(String revision, String flag) {
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId id = repository.resolve(revision + "^{commit}");
      if (id == null) {
        throw missing(revision, flag);
      }
      return at(walk.parseCommit(id));
    } catch (RevisionSyntaxException | IncorrectObjectTypeException | AmbiguousObjectException e) {
      throw new InvalidInputException(
          flag, revision, "a revision such as HEAD~1, a tag or a commit's id", "Correct it.", e);
    } catch (MissingObjectException e) {
      throw missing(revision, flag);
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  /**
   * Returns the commits after one revision and up to another that change the directory's configs or
   * archives, oldest first, along first parents. The later revision is always the last one.
   */
  public List<Revision> changes(Revision from, Revision to) {
    List<Revision> changes = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(to.commit());
      RevCommit start = walk.parseCommit(from.commit());
      changes.add(to);
      while (!commit.equals(start) && commit.getParentCount() > 0) {
        RevCommit parent = walk.parseCommit(commit.getParent(0));
        boolean changed = !Objects.equals(directoryIn(parent), directoryIn(commit));
        if (changed && !commit.equals(to.commit())) {
          changes.add(at(commit));
        }
        commit = parent;
      }
    } catch (MissingObjectException e) {
      throw missing("the commits between both revisions", "-Drnn.from");
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
    Collections.reverse(changes);
    return changes;
  }

  @Override
  public void close() {
    repository.close();
  }

  private Revision at(RevCommit commit) {
    return new Revision(commit.abbreviate(ID_DIGITS).name(), commit, new Tree(commit));
  }

  private @Nullable ObjectId directoryIn(RevCommit commit) throws IOException {
    if (prefix.isEmpty()) {
      return commit.getTree();
    }
    String path = prefix.substring(0, prefix.length() - 1);
    try (TreeWalk found = TreeWalk.forPath(repository, path, commit.getTree())) {
      return found == null ? null : found.getObjectId(0);
    }
  }

  private InvalidInputException missing(String revision, String flag) {
    try {
      List<ObjectId> ends = List.copyOf(repository.getObjectDatabase().getShallowCommits());
      if (!ends.isEmpty()) {
        return new InvalidInputException(
            flag,
            revision + ", which this shallow clone does not have",
            "a revision of its history, which ends at " + ends.get(0).abbreviate(ID_DIGITS).name(),
            "Fetch more of it with git fetch --unshallow; on a CI server, have it fetch the whole"
                + " history (fetch-depth: 0).");
      }
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
    return new InvalidInputException(
        flag,
        revision,
        "a revision of " + repository.getDirectory().getParent(),
        "Correct it, or fetch the branch that has it.");
  }

  /** Wraps a failure; on a damaged repository, JGit throws undeclared exceptions. */
  private static RuntimeException broken(Exception e) {
    if (e instanceof InvalidInputException || e instanceof BrokenRunException) {
      return (RuntimeException) e; // What is said already.
    }
    String what = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
    return new BrokenRunException(
        "Cannot read the git repository (" + what + "); git fsck may say more.", e);
  }

  /** The directory in the tree of a commit. */
  private final class Tree implements RecordTree {
    private final RevCommit commit;

    Tree(RevCommit commit) {
      this.commit = commit;
    }

    @Override
    public List<String> list(String directory) {
      String path = trimmed(prefix + directory);
      List<String> names = new ArrayList<>();
      try (TreeWalk walk = new TreeWalk(repository)) {
        if (path.isEmpty()) {
          walk.addTree(commit.getTree());
        } else {
          try (TreeWalk found = TreeWalk.forPath(repository, path, commit.getTree())) {
            if (found == null || found.getFileMode(0) != FileMode.TREE) {
              return List.of();
            }
            walk.addTree(found.getObjectId(0));
          }
        }
        while (walk.next()) {
          names.add(walk.getNameString());
        }
      } catch (MissingObjectException e) {
        throw missing(path + " at " + commit.abbreviate(ID_DIGITS).name(), "-Drnn.from");
      } catch (IOException | RuntimeException e) {
        throw broken(e);
      }
      Collections.sort(names);
      return names;
    }

    @Override
    public @Nullable String read(String path) {
      try (TreeWalk found = TreeWalk.forPath(repository, prefix + path, commit.getTree());
          ObjectReader reader = repository.newObjectReader()) {
        // A link's text is a path, and a submodule's files are in another repository.
        if (found == null || !isFile(found.getFileMode(0))) {
          return null;
        }
        ObjectLoader file = reader.open(found.getObjectId(0));
        if (file.getSize() > MOST_BYTES) {
          throw RecordTree.tooLarge(path, file.getSize());
        }
        return new String(file.getCachedBytes(MOST_BYTES), StandardCharsets.UTF_8);
      } catch (MissingObjectException e) {
        throw missing(path + " at " + commit.abbreviate(ID_DIGITS).name(), "-Drnn.from");
      } catch (IOException | RuntimeException e) {
        throw broken(e);
      }
    }

    private static boolean isFile(FileMode mode) {
      return mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
    }

    private static String trimmed(String path) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
  }
}
