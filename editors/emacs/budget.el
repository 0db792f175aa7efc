;;; budget.el --- Check Chinese budget documents while writing  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "30.1"))
;; Keywords: tools, text

;;; Commentary:

;; Starts budget-lsp with Eglot for Markdown files.  Load this file, and
;; open one; `M-x flymake-show-buffer-diagnostics' lists what is found,
;; `M-x eglot-code-actions' mends it.

;;; Code:

(require 'eglot)

(defgroup budget nil
  "Check Chinese budget documents while writing."
  :group 'tools
  :prefix "budget-")

(defcustom budget-server-command '("budget-lsp" "--stdio")
  "The server and its arguments."
  :type '(repeat string))

(defcustom budget-file-regexp "\\.\\(?:md\\|markdown\\)\\'"
  "The server is started for files whose names match this."
  :type 'regexp)

(define-derived-mode budget-markdown-mode text-mode "Markdown"
  "For Markdown files where no other mode is: every row of a table on one line."
  (setq truncate-lines t))

(unless (assoc-default "budget.md" auto-mode-alist #'string-match-p)
  (add-to-list 'auto-mode-alist `(,(rx "." (or "md" "markdown") eos) . budget-markdown-mode)))

;; Where a finding covers no character, Eglot takes the column for a number of characters, whatever was agreed on (1.17,
;; `eglot-handle-notification'): in bytes the finding would be shown lines below.
(defclass budget-eglot-server (eglot-lsp-server) ()
  :documentation "A server that counts columns as Emacs does.")

(cl-defmethod eglot-client-capabilities ((_server budget-eglot-server))
  "Offer nothing but characters."
  (let ((capabilities (cl-call-next-method)))
    (plist-put capabilities :general
               (plist-put (plist-get capabilities :general) :positionEncodings ["utf-32"]))))

;; Eglot leaves the bytes that are escaped in a URI as bytes (1.17, `eglot-uri-to-path'), and then knows no file whose
;; name is not ASCII.  To a path that is right already this does nothing.
(defun budget--decoded (path)
  "PATH with the bytes in it decoded."
  (decode-coding-string (encode-coding-string path 'utf-8) 'utf-8))

(unless (string-suffix-p "预" (eglot-uri-to-path "file:///%E9%A2%84"))
  (advice-add 'eglot-uri-to-path :filter-return #'budget--decoded))

(defun budget-ensure ()
  "Start the server for this buffer if `budget-file-regexp' matches its file."
  (when (and buffer-file-name (string-match-p budget-file-regexp buffer-file-name))
    (if (executable-find (car budget-server-command) t)
        (progn
          ;; Eglot chooses by the major mode; other Markdown files keep the server that they have.
          (setq-local eglot-server-programs
                      (cons `((,major-mode :language-id "markdown") . (budget-eglot-server ,@budget-server-command))
                            eglot-server-programs))
          (eglot-ensure))
      (message "%s was not found; install it with `cargo install --path server', or set `budget-server-command'"
               (car budget-server-command)))))

(add-hook 'find-file-hook #'budget-ensure)

(provide 'budget)
;;; budget.el ends here
