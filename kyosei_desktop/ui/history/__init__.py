"""The history: every change and every act, newest first."""
