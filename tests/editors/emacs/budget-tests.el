;;; budget-tests.el --- Which files the server is started for  -*- lexical-binding: t; -*-

;;; Code:

(require 'budget)
(require 'ert)

;; `message' is replaced below; that needs no compiler.
(setq native-comp-enable-subr-trampolines nil)

(defmacro budget-tests--visiting (name &rest body)
  "Run BODY in a buffer that visits a new file called NAME, with the messages in `said'."
  (declare (indent 1))
  `(let ((folder (make-temp-file "budget" t)) said)
     (cl-letf (((symbol-function 'message) (lambda (&rest words) (push (apply #'format words) said))))
       (with-current-buffer (find-file-noselect (expand-file-name ,name folder))
         (unwind-protect (progn ,@body)
           (kill-buffer)
           (delete-directory folder t))))))

(defun budget-tests--is-served ()
  "Whether the server of this buffer is ours."
  (equal (cdar eglot-server-programs) '(budget-eglot-server "budget-lsp" "--stdio")))

(ert-deftest budget-tests-markdown ()
  (dolist (name '("预算.md" "budget.markdown"))
    (budget-tests--visiting name
      (should (budget-tests--is-served))
      (should (eq major-mode 'budget-markdown-mode)))))

(ert-deftest budget-tests-other-files ()
  (budget-tests--visiting "预算.txt"
    (should-not (budget-tests--is-served))))

(ert-deftest budget-tests-only-some-names ()
  (let ((budget-file-regexp "预算.*\\.md\\'"))
    (budget-tests--visiting "2025年预算草案.md"
      (should (budget-tests--is-served)))
    (budget-tests--visiting "说明.md"
      (should-not (budget-tests--is-served)))))

(ert-deftest budget-tests-missing-server ()
  (let ((budget-server-command '("budget-lsp-that-is-not-there")))
    (budget-tests--visiting "预算.md"
      (should (string-match-p "budget-lsp-that-is-not-there.*cargo install --path server" (car said))))))

(ert-deftest budget-tests-paths ()
  (should (equal (eglot-uri-to-path "file:///%E9%A2%84%E7%AE%97%20%25.md") "/预算 %.md"))
  (should (equal (eglot-uri-to-path "file:///plain/budget.md") "/plain/budget.md")))

(provide 'budget-tests)
;;; budget-tests.el ends here
